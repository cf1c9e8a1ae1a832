export class DatabasePool {
  static getInstance(): DatabasePool {
    return new DatabasePool();
  }
  query(sql: string): string {
    return sql;
  }
}
