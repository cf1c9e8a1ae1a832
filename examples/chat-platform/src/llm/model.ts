import { v4 as uuidv4 } from "uuid";

export const TOKENS_PER_ANSWER = 400;
const TOKENS_PER_PROMPT = 2_000;

/** A rough count: a token is about four letters. */
export const countTokens = (text: string): number => Math.ceil(text.length / 4);

/** Cuts a text to the given number of tokens, at a word where possible. */
export function truncate(text: string, tokens: number): string {
  const limit = tokens * 4;
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), 1))}…`;
}

export const fits = (text: string, tokens: number = TOKENS_PER_PROMPT): boolean => countTokens(text) <= tokens;

export interface Completion {
  completionId: string;
  text: string;
  tokens: number;
}

/** What an agent needs of a language model. */
export interface Model {
  complete(system: string, input: string): Promise<Completion>;
}

/** Answers without a network, the same for the same input. */
export class LocalModel implements Model {
  async complete(system: string, input: string): Promise<Completion> {
    const role = system.split(".")[0] ?? system;
    const text = `[${role.trim()}] ${input.trim()}`;
    return { completionId: "cmpl-" + uuidv4(), text, tokens: countTokens(system) + countTokens(text) };
  }
}

export const defaultModel: Model = new LocalModel();
