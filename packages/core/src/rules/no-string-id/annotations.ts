import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { annotatedPlaceOf, isGetter, type AnnotatedPlace } from "../../naming/annotated-places.js";
import { resultName, spokenName, type Shape } from "./names.js";

/** A type in a place whose name may tell that it is an ID. */
export interface NamedType extends AnnotatedPlace {
  /** The part of the name that describes the value. */
  readonly spoken: string;
  readonly shape: Shape;
}

/** Finds the named place whose type is or contains this one; undefined if there is none. */
export function namedTypeOf(file: FileView, part: TSESTree.TypeNode): NamedType | undefined {
  const place = annotatedPlaceOf(file, part);
  if (!place || place.shape === "value") return undefined;
  const { shape } = place;
  const name = place.kind === "return" && !isGetter(place.holder) ? resultName(place.name) : place.name;
  const spoken = name === undefined ? undefined : spokenName(name, shape);
  return spoken === undefined ? undefined : { ...place, shape, spoken };
}
