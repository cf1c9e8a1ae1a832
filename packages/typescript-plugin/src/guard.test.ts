import ts from "typescript";
import { expect, test } from "vitest";
import { decorate, type Feature } from "./guard.js";

/** A language service that answers two methods. */
const inner = {
  getSyntacticDiagnostics: () => [],
  getEncodedSyntacticClassifications: (fileName: string) => `own ${fileName}`,
} as unknown as ts.LanguageService;

function ask(feature: Feature<null>): { answer: unknown; errors: string[] } {
  const errors: string[] = [];
  const service = decorate(inner, [feature], {
    typescript: ts,
    session: null,
    onError: (method, error) => errors.push(`${method}: ${String(error)}`),
  });
  return { answer: service.getEncodedSyntacticClassifications("a.ts", { start: 0, length: 1 }), errors };
}

test("a feature that throws leaves the answer as it would be without it, and is told", () => {
  const { answer, errors } = ask(() => ({
    getEncodedSyntacticClassifications: () => {
      throw new Error("broken");
    },
  }));
  expect(answer).toBe("own a.ts");
  expect(errors).toEqual(["getEncodedSyntacticClassifications: Error: broken"]);
});

test("a feature adds to the answer inside", () => {
  const { answer } = ask((before) => ({
    getEncodedSyntacticClassifications: (...args) =>
      `${String(before.getEncodedSyntacticClassifications(...args))} and more` as never,
  }));
  expect(answer).toBe("own a.ts and more");
});

test("cancellation passes", () => {
  const cancel: Feature<null> = () => ({
    getEncodedSyntacticClassifications: () => {
      // oxlint-disable-next-line typescript/only-throw-error -- the host knows it by its class
      throw new ts.OperationCanceledException();
    },
  });
  expect(() => ask(cancel)).toThrow(ts.OperationCanceledException);
});

test("a method that the host's version lacks stays away", () => {
  const service = decorate(inner, [() => ({ getPasteEdits: () => ({ edits: [] }) })], {
    typescript: ts,
    session: null,
    onError: () => undefined,
  });
  expect("getPasteEdits" in service).toBe(false);
});
