/** An ID that says what it is for. */
export function newId(entity: string): string {
  return `${entity}_${crypto.randomUUID()}`;
}
