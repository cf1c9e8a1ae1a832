import type { Pool, SqlValue } from "./database-pool.js";

/** A column with an optional default that is made when a row is written. */
export class Column {
  private make: (() => SqlValue) | undefined;
  private isKey = false;

  constructor(
    readonly name: string,
    readonly kind: "TEXT" | "INTEGER",
  ) {}

  primaryKey(): this {
    this.isKey = true;
    return this;
  }

  $defaultFn(make: () => SqlValue): this {
    this.make = make;
    return this;
  }

  defaultValue(): SqlValue {
    return this.make ? this.make() : null;
  }

  definition(): string {
    return `${this.name} ${this.kind}${this.isKey ? " PRIMARY KEY" : ""}`;
  }
}

export const text = (name: string) => new Column(name, "TEXT");
export const integer = (name: string) => new Column(name, "INTEGER");

export type Columns = Readonly<Record<string, Column>>;

/** A table: its SQL name and its columns by property. */
export interface Table<C extends Columns = Columns> {
  readonly name: string;
  readonly columns: C;
}

export const table = <C extends Columns>(name: string, columns: C): Table<C> => ({ name, columns });

type Values<C extends Columns> = { [Key in keyof C]: SqlValue };

/** `insert(users).values({ … }).into(pool)`: fills in the defaults, writes the row, gives it back. */
export function insert<C extends Columns>(into: Table<C>) {
  return {
    values(given: Partial<Values<C>>) {
      const row = Object.fromEntries(
        Object.entries(into.columns).map(([key, column]) => [key, given[key] ?? column.defaultValue()]),
      ) as Values<C>;
      return {
        into(pool: Pool): Values<C> {
          const columns = Object.values(into.columns).map((column) => column.name);
          const marks = columns.map(() => "?").join(", ");
          pool.run(`INSERT INTO ${into.name} (${columns.join(", ")}) VALUES (${marks})`, Object.values(row) as SqlValue[]);
          return row;
        },
      };
    },
  };
}
