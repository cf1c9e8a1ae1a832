/** In place of a name: any of them. */
export const ANYTHING = "*";

/** What one name of a file is declared as. */
export interface DeclaredPart {
  readonly text: string;
  /** The names that are written there. */
  readonly names: ReadonlySet<string>;
  /** The modules whose types were inferred. */
  readonly modules: ReadonlySet<string>;
}

/** What a file takes from another one. */
export interface TakenName {
  /** What it is called in the file, or what others take it by from there. */
  readonly local: string;
  /** The file that it comes from. */
  readonly module: string;
  /** What it is called there. */
  readonly name: string;
}

/** What a file takes for itself, and what it passes on. */
export interface Links {
  readonly taken: readonly TakenName[];
  readonly passed: readonly TakenName[];
}

/** What a file declares, name by name. */
export interface DeclaredNames extends Links {
  readonly parts: ReadonlyMap<string, DeclaredPart>;
  /** The names by which others take what it declares or imports, with those in the file. */
  readonly exports: ReadonlyMap<string, string>;
}

/** What other files can see of a file. */
export interface Shape {
  readonly text: string;
  /** The files whose declarations its own ones name. */
  readonly modules: ReadonlySet<string>;
  /** Undefined where only all of it is known. */
  readonly names?: DeclaredNames;
}

/** What is another thing now for a file, beside its own text. */
export interface Around {
  /** Names in the file. */
  readonly names: ReadonlySet<string>;
  isReshaped(module: string): boolean;
}

const NOTHING_AROUND: Around = { names: new Set(), isReshaped: () => false };

/** The names by which others see a file's declarations differ. */
export function namesThatDiffer(
  before: Shape,
  after: Shape,
  { names, isReshaped }: Around = NOTHING_AROUND,
): ReadonlySet<string> {
  const [one, other] = [before.names, after.names];
  if (!one || !other) {
    const differs = before.text !== after.text || [...after.modules].some((module) => isReshaped(module));
    return new Set(differs ? [ANYTHING] : []);
  }
  const changed = new Set([
    ...names,
    ...differingKeys(textsOf(one), textsOf(other)),
    ...differingKeys(takenBy(one), takenBy(other)),
  ]);
  for (const [name, { modules }] of other.parts) if ([...modules].some((module) => isReshaped(module))) changed.add(name);
  for (let count = -1; count < changed.size;) {
    count = changed.size;
    for (const [name, part] of other.parts)
      if (!changed.has(name) && [...part.names].some((each) => changed.has(each))) changed.add(name);
  }
  if (changed.has(ANYTHING)) return new Set([ANYTHING]);
  const exported = [...one.exports, ...other.exports].flatMap(([as, local]) => (changed.has(local) ? [as] : []));
  const passed = differingKeys(passedBy(one), passedBy(other));
  return new Set([...exported, ...differingKeys(one.exports, other.exports), ...passed]);
}

function textsOf({ parts }: DeclaredNames): ReadonlyMap<string, string> {
  return new Map([...parts].map(([name, { text }]) => [name, text]));
}

function takenBy({ taken }: DeclaredNames): ReadonlyMap<string, string> {
  return new Map(taken.map(({ local, module, name }) => [local, `${name} of ${module}`]));
}

function passedBy({ passed }: DeclaredNames): ReadonlyMap<string, string> {
  const modules = passed.filter(({ local }) => local === ANYTHING).map(({ module }) => module);
  const named = passed.flatMap(({ local, module, name }) =>
    local === ANYTHING ? [] : [[local, `${name} of ${module}`] as const],
  );
  return new Map([...named, [ANYTHING, modules.sort().join("\n")]]);
}

function differingKeys(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key));
}
