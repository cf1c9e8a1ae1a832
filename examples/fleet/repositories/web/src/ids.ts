/** An ID that sorts by time. */
export function newId(entity: string): string {
  return `${entity}_${Date.now().toString(36)}`;
}
