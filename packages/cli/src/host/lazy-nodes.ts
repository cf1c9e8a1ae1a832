/** What a node's class reads when it is first asked for: the field, and the code that reads it. */
interface LazyField {
  readonly field: string;
  readonly read: string;
  readonly isList: boolean;
}

const FUNCTION = /^function (deserialize\w+)\(pos\) \{\n([^]*?)^\}/gm;
/** `node.body = deserializeBoxClassBody(pos + 128);` */
const FIELD = /^ {2}node\.(\w+) = (deserialize\w+)\(pos( \+ \d+)?\);\n/gm;
const LITERAL = /^ {4}node = \{\n((?: {6}\w+: [^\n]+,\n)+) {4}\}/m;
const ENTRY = /^ {6}(\w+): ([^\n]+),$/gm;
/** Directives and statements of functions and namespaces, which come from two lists. */
const BODY =
  /,\n {4}body = deserializeVecDirective\(pos \+ 16\);\n {2}body\.push\(\.\.\.deserializeVecStatement\(pos \+ 40\)\);\n {2}node\.body = body;/;

/**
 * The code of oxc-parser that makes objects of the tree in the native parser's memory, changed so that each node is an instance of a class
 * that reads what is in it when it is asked for that. Throws where the code is not what it was.
 */
export function withLazyNodes(code: string): string {
  const classes: string[] = [];
  const changed = code.replace(FUNCTION, (whole: string, name: string, own: string) => {
    const made = lazyClass(name, own.replace(BODY, ";\n  node.body = deserializeVecBody(pos);"));
    if (!made) return whole;
    classes.push(made.definition);
    return `function ${name}(pos) {\n${made.body}}`;
  });
  // A version with another layout would leave much of the tree to be read at once, or be read wrongly.
  if (classes.length !== LAZY_CLASSES) throw new Error("oxc-parser reads nodes in another way");
  return [changed, ...classes, TREE].join("\n");
}

/** Lists that may be long, and in which nothing depends on the place. */
const LISTS = new Set(["body", "properties", "elements", "arguments", "children", "members", "consequent", "attributes"]);

/** How many kinds of nodes of oxc-parser 0.154 have something in them. */
const LAZY_CLASSES = 136;

/** The class of the nodes that a function makes, and what the function does then; undefined if there is nothing to put off. */
function lazyClass(name: string, own: string): { readonly definition: string; readonly body: string } | undefined {
  const literal = LITERAL.exec(own);
  const fields = [...own.matchAll(FIELD)].flatMap(([, field, reader, offset = ""]): LazyField[] => {
    const isReadAgain = own.split(`node.${field}`).length > 2;
    return isReadAgain
      ? []
      : [
          {
            field: field!,
            read: `${reader}(this.$${offset})`,
            isList: LISTS.has(field!) && reader!.startsWith("deserializeVec"),
          },
        ];
  });
  if (!literal || fields.length === 0) return undefined;
  const isLazy = (field: string | undefined): boolean => fields.some((each) => each.field === field);
  const entries = [...literal[1]!.matchAll(ENTRY)].filter(([, field]) => !isLazy(field));
  const type = `${name}Node`;
  const definition = `class ${type} {
  constructor(pos) {
    let start, end;
    this.$ = pos;
    this.$tree = tree;
    this.parent = undefined;
    ${entries.map(([, field, value]) => `this.${field} = ${value};`).join("\n    ")}
    ${fields.map(({ field }) => `this.$${field} = undefined;`).join(" ")}
  }
${fields.map(accessor).join("\n")}
}
${type}.lazy = ${JSON.stringify(fields.map(({ field }) => field))};`;
  const body = own
    .replace(LITERAL, `    node = new ${type}(pos)`)
    .replace(FIELD, (statement, field: string) => (isLazy(field) ? "" : statement));
  return { definition, body };
}

function accessor({ field, read, isList }: LazyField): string {
  const value = `this.$${field} ?? (this.$${field} === null ? null : (this.$${field} = adopt(opened(this), ${read})))`;
  return `  get ${field}() { return ${isList ? `inFocus(${value})` : value}; }
  set ${field}(value) { this.$${field} = adopt(this, value); }`;
}

/** What all nodes need, and how a tree is opened and closed; `visitorKeys` is a parameter of the code around it. */
const TREE = `
let tree = 0, focus;

function deserializeVecBody(pos) {
  const body = deserializeVecDirective(pos + 16);
  body.push(...deserializeVecStatement(pos + 40));
  return body;
}

/** Memory that has another tree by now must not be read. */
function opened(node) {
  if (node.$tree !== tree) throw new Error("The file of this node is closed.");
  return node;
}

function adopt(parent, value) {
  if (Array.isArray(value)) { for (const each of value) if (each !== null) take(parent, each); }
  else if (value !== null) take(parent, value);
  return value;
}

/** Nodes of the fields that are read at once get their parents with the node itself. */
function take(parent, node) {
  node.parent = parent;
  const keys = eagerKeys(node);
  for (let k = 0; k < keys.length; k++) {
    const value = node[keys[k]];
    if (value === null || value === undefined) continue;
    if (!Array.isArray(value)) take(node, value);
    else for (const each of value) if (each !== null) take(node, each);
  }
}

function eagerKeys(node) {
  const all = visitorKeys[node.type];
  const { constructor } = node;
  if (constructor === Object) return all;
  return constructor.eager ??= all.filter((key) => !constructor.lazy.includes(key));
}

/** Of a list, the nodes in which a place is while some places are in focus, and directives, which say how code is meant. */
function inFocus(list) {
  return focus === undefined ? list : list.filter((node) => node !== null && (node.directive || isInFocus(node)));
}

function isInFocus(node) {
  let [low, high] = [0, focus.length];
  const [first] = node.declaration?.decorators ?? [];
  const start = first ? Math.min(first.start, node.start) : node.start;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (focus[middle] < start) low = middle + 1;
    else high = middle;
  }
  return low < focus.length && focus[low] < node.end;
}

return {
  open(buffer, text, start, length) {
    tree++;
    let pos;
    resetBuffer();
    const program = deserializeWith(buffer, text, start, length, (at) => deserializeProgram((pos = at)));
    [uint8, int32, float64, sourceText] = [buffer, buffer.int32, buffer.float64, text];
    sourceTextLatin = length === text.length ? text : latin1Slice.call(uint8, start, start + length);
    const { body } = program;
    adopt(program, body);
    Object.defineProperty(program, "body", { get: () => inFocus(body), enumerable: true });
    return { program, errors: deserializeVecError(pos + 272), comments: () => deserializeVecComment(pos + 144) };
  },
  close() { tree++; resetBuffer(); },
  focusOn(places) { focus = places; },
};`;
