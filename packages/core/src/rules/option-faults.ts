import { asList, asObject, asTexts, errorAt, warningAt, type Finding } from "../contracts/index.js";

/** Finds repeated patterns: the second replacement of a pattern is never used. */
export function findRepeatedMatches(option: unknown, path: readonly number[] = []): Finding[] {
  const texts = asList(asObject(option)?.["replace"]).map((entry) => asObject(entry)?.["match"]);
  return texts.flatMap((text, index) =>
    typeof text === "string" && texts.indexOf(text) < index
      ? [
          warningAt(
            [...path, "replace", index, "match"],
            "unreachable",
            `An earlier entry matches ${text} already: remove one of them.`,
          ),
        ]
      : [],
  );
}

/** Finds `names: "*"`, which matches every target. */
export function findNamesForAll(entry: unknown, path: readonly number[]): Finding[] {
  const names = asObject(entry)?.["names"];
  if (!asTexts(names).some((name) => /^\**$/u.test(name))) return [];
  return [
    errorAt(
      [...path, "names"],
      "matches-everything",
      `${JSON.stringify(names)} means every target there is: write what the targets are called.`,
    ),
  ];
}
