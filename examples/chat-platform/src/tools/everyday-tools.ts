import { addNote, notesOf } from "../db/repositories/note-repository.js";
import { truncate } from "../llm/model.js";
import { now } from "../shared/clock.js";
import type { Tool } from "./tool.js";

export const clockTool: Tool = {
  name: "clock",
  description: "says what time it is",
  run: async () => new Date(now()).toISOString(),
};

export const notesTool: Tool = {
  name: "notes",
  description: "keeps a note for the user",
  run: async (input, userId) => {
    addNote(userId, input);
    return `${notesOf(userId).length} kept`;
  },
};

export const textTool: Tool = {
  name: "text",
  description: "shortens a text",
  run: async (input) => truncate(input, 20),
};
