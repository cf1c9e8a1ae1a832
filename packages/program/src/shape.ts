/** In place of a name: any of them. */
export const ANYTHING = "*";

/** What one name of a file is declared as. */
export interface DeclaredPart {
  /** All that is written of it. */
  readonly text: string;
  /** The names that are written there. */
  readonly names: ReadonlySet<string>;
  /** Undefined where all types are written. */
  readonly inferred?: InferredPart;
}

/** The types of a declaration that are not written: to ask for them takes the compiler long. */
export interface InferredPart {
  /** The text that they are inferred from. */
  readonly source: string;
  /** The names in it. */
  readonly from: ReadonlySet<string>;
  /** Where the names are whose types they are. */
  readonly places: readonly number[];
}

/** Types as the compiler writes them out. */
export interface InferredTypes {
  readonly text: string;
  readonly names: ReadonlySet<string>;
  /** The files whose types they name. */
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

/** The shape of a file in a state, which tells types that nobody wrote; undefined where these are not asked for. */
export interface SeenShape {
  readonly shape: Shape;
  typesOf(part: InferredPart): InferredTypes | undefined;
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
  before: SeenShape,
  after: SeenShape,
  { names, isReshaped }: Around = NOTHING_AROUND,
): ReadonlySet<string> {
  const [{ names: one, text }, { names: other, ...whole }] = [before.shape, after.shape];
  if (!one || !other) {
    const differs = text !== whole.text || isOneOf(whole.modules, isReshaped);
    return new Set(differs ? [ANYTHING] : []);
  }
  const changed = new Set([
    ...names,
    ...differingKeys(textsOf(one), textsOf(other)),
    ...differingKeys(takenBy(one), takenBy(other)),
  ]);
  const isChanged = (each: string): boolean => changed.has(each);
  for (let count = -1; count < changed.size;) {
    count = changed.size;
    const left = [...other.parts].filter(([name]) => !changed.has(name));
    for (const [name, part] of left) if (isOneOf(part.names, isChanged)) changed.add(name);
    // What neither has another text nor names what changed is of the type that it was: the compiler is asked for as few as can be.
    if (count < changed.size) continue;
    for (const [name, { inferred }] of left) {
      const former = one.parts.get(name)?.inferred;
      if (!inferred || (inferred.source === former?.source && !isOneOf(inferred.from, isChanged))) continue;
      const was = former && before.typesOf(former);
      if (!was || !isOfSameType(was, after.typesOf(inferred), { isChanged, isReshaped })) changed.add(name);
    }
  }
  if (changed.has(ANYTHING)) return new Set([ANYTHING]);
  const exported = [...one.exports, ...other.exports].flatMap(([as, local]) => (changed.has(local) ? [as] : []));
  const passed = differingKeys(passedBy(one), passedBy(other));
  return new Set([...exported, ...differingKeys(one.exports, other.exports), ...passed]);
}

/** Whether a declaration's types are what they were, and name nothing that is another thing now. */
function isOfSameType(
  before: InferredTypes,
  after: InferredTypes | undefined,
  { isChanged, isReshaped }: Readonly<Record<"isChanged" | "isReshaped", (name: string) => boolean>>,
): boolean {
  return before.text === after?.text && !isOneOf(after.names, isChanged) && !isOneOf(after.modules, isReshaped);
}

function isOneOf(names: ReadonlySet<string>, isAsked: (name: string) => boolean): boolean {
  return [...names].some((name) => isAsked(name));
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

/** The names that a text may have, in its order and with repeats; those in comments and strings as well. */
export function possibleNames(text: string): readonly string[] {
  return text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
}
