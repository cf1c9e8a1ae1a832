import { DatabasePool, type Pool, type Row, type SqlValue } from "./database-pool.js";

const MAX_POOLS = 1_000;

/** One user's view of the database: counts what the user costs. */
export class UserDatabasePool implements Pool {
  queries = 0;

  constructor(
    readonly userId: string,
    private readonly shared: Pool,
  ) {}

  all<T extends Row = Row>(sql: string, values?: SqlValue[]): T[] {
    this.queries += 1;
    return this.shared.all<T>(sql, values);
  }

  get<T extends Row = Row>(sql: string, values?: SqlValue[]): T | undefined {
    this.queries += 1;
    return this.shared.get<T>(sql, values);
  }

  run(sql: string, values?: SqlValue[]): number {
    this.queries += 1;
    return this.shared.run(sql, values);
  }
}

/** Hands out one pool a user. */
export class UserDatabasePools {
  private readonly pools = new Map<string, UserDatabasePool>();

  getPoolForUser(userId: string): UserDatabasePool {
    const known = this.pools.get(userId);
    if (known) return known;
    if (this.pools.size >= MAX_POOLS) this.pools.clear();
    const pool = new UserDatabasePool(userId, DatabasePool.getInstance());
    this.pools.set(userId, pool);
    return pool;
  }
}

export const userDatabasePools = new UserDatabasePools();
