const text = { type: "string" };
const texts = { type: "array", items: text };

/** JSON Schema of a rule's second option, the contract around it. */
export const RULE_CONTEXT_SCHEMA = {
  type: "object",
  additionalProperties: false,
  properties: {
    id: text,
    root: text,
    order: { type: "integer" },
    imports: { type: "object", additionalProperties: text },
    scope: {
      type: "object",
      additionalProperties: {
        anyOf: [
          text,
          texts,
          {
            type: "object",
            additionalProperties: false,
            required: ["from"],
            properties: { from: { anyOf: [text, texts] }, type: text },
          },
        ],
      },
    },
    components: { type: "object" },
    bridges: texts,
    title: text,
    why: text,
    links: texts,
    hash: text,
    baseline: text,
  },
};
