export interface User {
  readonly name: string;
  readonly age?: number | undefined;
}

export function createUser(name: string, age?: number): User {
  return { name, age };
}

export function openSocket(options: { host: string; port: number; secure?: boolean; retries?: number }): string {
  return `${options.host}:${options.port}`;
}

export function legacySql(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  return parts.join(String(values));
}

export function Injectable(token: string) {
  return (target: unknown, context?: unknown): void => void [token, target, context];
}

export const settings: { legacyUrl: string; other: string } = { legacyUrl: "a", other: "b" };
