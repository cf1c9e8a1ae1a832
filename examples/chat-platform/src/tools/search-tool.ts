import { v4 as uuidv4 } from "uuid";
import type { Tool } from "./tool.js";

interface Document {
  documentId: string;
  title: string;
  text: string;
}

const index: Document[] = [];

export function addDocument(title: string, text: string): Document {
  const document: Document = { documentId: uuidv4(), title, text };
  index.push(document);
  return document;
}

export function find(query: string): readonly Document[] {
  const words = query
    .toLowerCase()
    .split(/\W+/)
    .filter((word) => word.length > 2);
  return index.filter((document) => words.some((word) => document.text.toLowerCase().includes(word)));
}

export const searchTool: Tool = {
  name: "search",
  description: "looks the question up",
  run: async (input) =>
    find(input)
      .map((document) => document.title)
      .join(", ") || "nothing found",
};

["Threads hold messages", "A run is one turn of an agent", "Tools do what models can't"].forEach((title) =>
  addDocument(title, title),
);
