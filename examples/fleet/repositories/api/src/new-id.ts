/** An ID that sorts by time. */
export function createId(entity: string): string {
  return `${entity}_${Date.now().toString(36)}`;
}
