import sqlite from "node-sqlite3-wasm";
import type { Database } from "node-sqlite3-wasm";
import { readEnvironment } from "../config/env.js";
import { createTables } from "./schema.js";

export type SqlValue = string | number | null;
export type Row = Record<string, SqlValue>;

/** What repositories need of a database, whoever owns it. */
export interface Pool {
  all<T extends Row = Row>(sql: string, values?: SqlValue[]): T[];
  get<T extends Row = Row>(sql: string, values?: SqlValue[]): T | undefined;
  run(sql: string, values?: SqlValue[]): number;
}

/** The process-wide pool. On its way out: see migrations/user-context.md. */
export class DatabasePool implements Pool {
  private static _instance: DatabasePool | undefined;

  static getInstance(): DatabasePool {
    this._instance ??= new DatabasePool(readEnvironment().databaseFile);
    return this._instance;
  }

  private readonly database: Database;

  constructor(file: string) {
    this.database = new sqlite.Database(file);
    createTables(this);
  }

  all<T extends Row = Row>(sql: string, values: SqlValue[] = []): T[] {
    return this.database.all(sql, values) as T[];
  }

  get<T extends Row = Row>(sql: string, values: SqlValue[] = []): T | undefined {
    return (this.database.get(sql, values) ?? undefined) as T | undefined;
  }

  run(sql: string, values: SqlValue[] = []): number {
    return this.database.run(sql, values).changes;
  }

  close(): void {
    this.database.close();
    if (DatabasePool._instance === this) DatabasePool._instance = undefined;
  }
}
