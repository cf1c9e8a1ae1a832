import type ts from "typescript";

/** One editor feature: the methods that it answers itself, mostly by adding to the answer of `inner`. */
export type Feature<Session> = (inner: ts.LanguageService, session: Session) => Partial<ts.LanguageService>;

type Method = (...args: unknown[]) => unknown;

/** What the features work with, and the function that is called with their errors. */
export interface GuardOptions<Session> {
  readonly typescript: typeof ts;
  readonly session: Session;
  readonly onError: (method: string, error: unknown) => void;
}

/**
 * Puts features around a language service, and is the only place that guards it: an error in a feature is caught and passed to
 * `onError`, and the inner service answers as if there were no plugin. Cancellation is not caught.
 */
export function decorate<Session>(
  inner: ts.LanguageService,
  features: readonly Feature<Session>[],
  { typescript, session, onError }: GuardOptions<Session>,
): ts.LanguageService {
  const service = { ...inner } as unknown as Record<string, Method>;
  for (const [name, method] of Object.entries(service)) if (typeof method === "function") service[name] = method.bind(inner);
  for (const feature of features) {
    const before = { ...service };
    for (const [name, method] of Object.entries(feature(before as unknown as ts.LanguageService, session))) {
      const own = before[name];
      // A method that this version of TypeScript lacks is not added.
      if (own) service[name] = guarded(typescript, own, method as Method, (error) => onError(name, error));
    }
  }
  return service as unknown as ts.LanguageService;
}

function guarded(typescript: typeof ts, before: Method, method: Method, onError: (error: unknown) => void): Method {
  return (...args) => {
    try {
      return method(...args);
    } catch (error) {
      if (error instanceof typescript.OperationCanceledException) throw error;
      onError(error);
      return before(...args);
    }
  };
}
