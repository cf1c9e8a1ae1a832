export function pad(text: string, width: number): string {
  return text.padStart(width);
}
export function trim(text: string): string {
  return text.trim();
}
