export function randomFrom(seed: number): () => number;
export function mutate(text: string, other: string, random: () => number): string;
