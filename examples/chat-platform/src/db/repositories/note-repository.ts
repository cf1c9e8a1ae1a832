import { nanoid } from "nanoid";
import { DatabasePool, type Row } from "../database-pool.js";
import { insert } from "../table.js";
import { notes } from "../schema.js";

export interface Note {
  id: string;
  userId: string;
  content: string;
}

export function addNote(userId: string, content: string): Note {
  const note = { id: nanoid(), userId, content } satisfies Note;
  insert(notes).values(note).into(DatabasePool.getInstance());
  return note;
}

export function notesOf(userId: string): Note[] {
  const sql = "SELECT id, user_id AS userId, content FROM notes WHERE user_id = ? ORDER BY rowid";
  return DatabasePool.getInstance().all<Note & Row>(sql, [userId]);
}
