import type { TSESTree } from "@typescript-eslint/types";

/** A function's body as a replacement of its calls, by the number of arguments. */
export interface Forwarding {
  /** The names outside of the function that the replacements need. */
  readonly names: readonly string[];
  readonly forms: readonly Form[];
}

/** One `match` with its `with`. */
export interface Form {
  /** The arguments of the pattern: `$x, $$$rest`. */
  readonly parameters: readonly string[];
  readonly replacement: string;
  /** Why a person has to look; undefined where the replacement always means the same. */
  readonly doubt?: string;
}

/** Why nothing can be derived, in words that follow "not derived:". */
export interface Refusal {
  readonly refused: string;
}

type FunctionNode = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;

/** What a hole of a template is called may not be one of its own words, nor begin with `_`. */
const OWN_WORDS = new Set(["value", "name", "entity"]);

/** What stands for `this` in a static method, and how many parameters the target takes for certain. */
export interface ForwardingContext {
  readonly self?: string;
  /** Whether the function that a name means may be given fewer arguments instead of `undefined` at the end. */
  mayDropUndefined(callee: TSESTree.Node): boolean;
  /** Whether calling it gives a promise, whatever happens. */
  isAsync(callee: TSESTree.Node): boolean;
}

/** Reads a body that only hands its parameters on; anything that might run otherwise at the call is refused, or doubted. */
export function readForwarding(node: FunctionNode, context: ForwardingContext): Forwarding | Refusal {
  if (node.generator) return { refused: "it is a generator" };
  const body = bodyOf(node);
  if (!body) return { refused: "its body does more than hand its parameters on" };
  const parameters = readParameters(node.params);
  if ("refused" in parameters) return parameters;
  const { expression } = body;
  const outer = expression.type === "AwaitExpression" ? expression.argument : expression;
  const writer = new TemplateWriter(parameters.list, context, outer);
  const doubts = [
    ...(body.isDropped ? ["what it gives is dropped, and the new call gives it"] : []),
    ...(node.async && !(outer.type === "CallExpression" && context.isAsync(outer.callee))
      ? ["it gives a promise, and the new call may not"]
      : []),
    ...(node.returnType?.typeAnnotation.type === "TSTypePredicate" ? ["it tells the compiler a type"] : []),
    ...(outer.type === "NewExpression" || outer.type === "CallExpression" ? [] : ["it is more than one call"]),
  ];
  const forms: Form[] = [];
  for (const count of parameters.counts) {
    const written = writer.write(count);
    if ("refused" in written) return written;
    const doubt = [...doubts, ...written.doubts][0];
    const given = parameters.list.slice(0, count).map(({ hole, isRest }) => (isRest ? `$$$${hole}` : `$${hole}`));
    forms.push({ parameters: given, replacement: written.text, ...(doubt !== undefined && { doubt }) });
  }
  return { names: [...writer.names], forms };
}

function bodyOf(node: FunctionNode): { readonly expression: TSESTree.Expression; readonly isDropped: boolean } | undefined {
  const { body } = node;
  if ((body as TSESTree.Node | null) === null) return undefined;
  if (body.type !== "BlockStatement") return { expression: body, isDropped: false };
  const [only, ...rest] = body.body;
  if (rest.length > 0) return undefined;
  if (only?.type === "ReturnStatement" && only.argument) return { expression: only.argument, isDropped: false };
  if (only?.type !== "ExpressionStatement" || typeof only.directive === "string") return undefined;
  return { expression: only.expression, isDropped: true };
}

interface Parameter {
  readonly name: string;
  readonly hole: string;
  readonly isRest: boolean;
  /** What it is where it is not given. */
  readonly missing: string | undefined;
  readonly hasDefault: boolean;
}

function readParameters(
  nodes: readonly TSESTree.Parameter[],
): { readonly list: readonly Parameter[]; readonly counts: readonly number[] } | Refusal {
  const list: Parameter[] = [];
  for (const node of nodes) {
    const found = readParameter(node);
    if (found === undefined) return { refused: "a parameter is taken apart, or has a default that is more than a literal" };
    if (found.name === "this") return { refused: "it uses `this`" };
    const hole = found.name.replace(/^_+/, "") || "it";
    const taken = (each: string): boolean => OWN_WORDS.has(each) || list.some((one) => one.hole === each);
    const free = [hole, `${hole}Argument`, ...list.map((_, index) => `${hole}${index + 2}`)].find((each) => !taken(each));
    list.push({ ...found, hole: free ?? `${hole}Last` });
  }
  const needed = list.findLastIndex(({ missing, isRest }) => missing === undefined && !isRest) + 1;
  // A pattern that ends in a list matches a call without the list, too.
  const counts = Array.from({ length: list.length - needed + 1 }, (_, index) => list.length - index);
  return { list, counts: list.at(-1)?.isRest ? counts.filter((count) => count !== list.length - 1) : counts };
}

function readParameter(node: TSESTree.Parameter): Omit<Parameter, "hole"> | undefined {
  if (node.type === "Identifier")
    return { name: node.name, isRest: false, missing: node.optional ? "undefined" : undefined, hasDefault: false };
  if (node.type === "RestElement" && node.argument.type === "Identifier")
    return { name: node.argument.name, isRest: true, missing: undefined, hasDefault: false };
  if (node.type !== "AssignmentPattern" || node.left.type !== "Identifier") return undefined;
  const missing = literalText(node.right);
  return missing === undefined ? undefined : { name: node.left.name, isRest: false, missing, hasDefault: true };
}

function literalText(node: TSESTree.Node): string | undefined {
  if (node.type === "Literal" && !("regex" in node)) return node.raw;
  if (node.type === "Identifier" && node.name === "undefined") return "undefined";
  if (node.type === "UnaryExpression" && node.operator === "-" && node.argument.type === "Literal")
    return `-${node.argument.raw}`;
  if (node.type === "ArrayExpression" && node.elements.length === 0) return "[]";
  return node.type === "ObjectExpression" && node.properties.length === 0 ? "{}" : undefined;
}

class Unwritable extends Error {}

/** Writes an expression with holes for parameters. */
class TemplateWriter {
  readonly names = new Set<string>();
  readonly #parameters: readonly Parameter[];
  readonly #context: ForwardingContext;
  readonly #root: TSESTree.Expression;
  #count = 0;
  #doubts: string[] = [];

  constructor(parameters: readonly Parameter[], context: ForwardingContext, root: TSESTree.Expression) {
    this.#parameters = parameters;
    this.#context = context;
    this.#root = root;
  }

  /** The replacement of a call with so many arguments. */
  write(count: number): { readonly text: string; readonly doubts: readonly string[] } | Refusal {
    this.#count = count;
    this.#doubts = [];
    try {
      const text = this.#write(this.#root);
      const last = this.#parameters.slice(0, count).find(({ hasDefault }) => hasDefault);
      if (last) this.#doubts.push(`${last.name} has a default, which an argument of \`undefined\` would still take`);
      return { text, doubts: this.#doubts };
    } catch (error) {
      if (error instanceof Unwritable) return { refused: error.message };
      throw error;
    }
  }

  #write(node: TSESTree.Node): string {
    switch (node.type) {
      case "Identifier":
        return this.#identifier(node.name);
      case "Literal":
        return node.raw;
      case "ThisExpression":
        if (this.#context.self === undefined) throw new Unwritable("it uses `this`");
        this.names.add(this.#context.self);
        return this.#context.self;
      case "MemberExpression":
        return this.#member(node);
      case "CallExpression":
      case "NewExpression":
        return this.#call(node);
      case "ObjectExpression":
        return node.properties.length === 0 ? "{}" : `{ ${node.properties.map((each) => this.#property(each)).join(", ")} }`;
      case "ArrayExpression":
        return `[${node.elements.map((each) => (each ? this.#write(each) : "")).join(", ")}]`;
      case "SpreadElement":
        return this.#spread(node);
      case "TemplateLiteral":
        this.#doubts.push("a text is made of an argument");
        return `\`${node.quasis.map(({ value }, at) => value.raw + (node.expressions[at] ? `\${${this.#write(node.expressions[at])}}` : "")).join("")}\``;
      case "UnaryExpression":
        if (node.operator === "delete") throw new Unwritable("it deletes something");
        return `${node.operator}${/\w$/.test(node.operator) ? " " : ""}${this.#write(node.argument)}`;
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
        this.#doubts.push("it casts what it hands on");
        return this.#write(node.expression);
      default:
        throw new Unwritable(WHY[node.type] ?? "its body is more than a call with its parameters");
    }
  }

  #identifier(name: string): string {
    const index = this.#parameters.findIndex((each) => each.name === name);
    const parameter = this.#parameters[index];
    if (!parameter) {
      if (name === "arguments") throw new Unwritable("it uses `arguments`");
      if (name !== "undefined") this.names.add(name);
      return name;
    }
    if (parameter.isRest) return index < this.#count ? `[$$$${parameter.hole}]` : "[]";
    return index < this.#count ? `$${parameter.hole}` : parameter.missing!;
  }

  #member(node: TSESTree.MemberExpression): string {
    if (node.optional || node.computed || node.property.type === "PrivateIdentifier")
      throw new Unwritable("it reads a member that is computed, private or optional");
    const isCallee = (this.#root.type === "CallExpression" || this.#root.type === "NewExpression") && this.#root.callee === node;
    const object = this.#write(node.object);
    if (!isCallee || object.startsWith("$")) this.#doubts.push(`it reads ${node.property.name}`);
    return `${/^[-!{\d]|^(?:typeof|void) /.test(object) ? `(${object})` : object}.${node.property.name}`;
  }

  #call(node: TSESTree.CallExpression | TSESTree.NewExpression): string {
    if ("optional" in node && node.optional) throw new Unwritable("it calls what may be missing");
    if (node !== this.#root) this.#doubts.push("it calls more than one function");
    const callee = this.#write(node.callee);
    if (callee.startsWith("$") && !callee.includes(".")) throw new Unwritable("it calls one of its parameters");
    if (!/^[\w$.]+$/.test(callee)) throw new Unwritable("what it calls is no name");
    const given = node.arguments.map((each) => this.#write(each)).filter((text) => text !== "");
    if (this.#context.mayDropUndefined(node.callee)) while (given.at(-1) === "undefined") given.pop();
    return `${node.type === "NewExpression" ? "new " : ""}${callee}(${given.join(", ")})`;
  }

  #spread({ argument }: TSESTree.SpreadElement): string {
    const index = this.#parameters.findIndex((each) => argument.type === "Identifier" && each.name === argument.name);
    if (this.#parameters[index]?.isRest) return index < this.#count ? `$$$${this.#parameters[index].hole}` : "";
    this.#doubts.push("it spreads a value");
    return `...${this.#write(argument)}`;
  }

  #property(node: TSESTree.ObjectLiteralElement): string {
    if (node.type === "SpreadElement") return this.#spread(node) || "...[]";
    if (node.computed || node.method || node.kind !== "init")
      throw new Unwritable("it makes an object with methods or computed keys");
    const key = node.key.type === "Identifier" ? node.key.name : node.key.type === "Literal" ? node.key.raw : undefined;
    if (key === undefined) throw new Unwritable("it makes an object with computed keys");
    return `${key}: ${this.#write(node.value)}`;
  }
}

const WHY: Readonly<Record<string, string>> = {
  ...{ ConditionalExpression: "it decides between two values", LogicalExpression: "it decides between two values" },
  ...{ ArrowFunctionExpression: "it hands a function on", FunctionExpression: "it hands a function on" },
  ...{ ChainExpression: "it calls or reads what may be missing", TaggedTemplateExpression: "it calls a template's tag" },
  ...{ AssignmentExpression: "it assigns something", UpdateExpression: "it changes a variable", Super: "it uses `super`" },
};
