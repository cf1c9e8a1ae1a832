export function captioned(text: string): string;
