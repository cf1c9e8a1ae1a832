export function makeUser(options: { name: string; age?: number }): { readonly name: string } {
  return options;
}

export function connect(host: string, port: number, _options?: { secure?: boolean; retries?: number }): string {
  return `${host}:${port}`;
}

export function sql(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  return parts.join(String(values));
}

export function Provide(token: string) {
  return (target: unknown, context?: unknown): void => void [token, target, context];
}

export const config = { url: "https://example.com" };
export const secrets = { jwt: () => "secret" };
