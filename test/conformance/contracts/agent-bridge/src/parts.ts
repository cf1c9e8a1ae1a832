export class ConnectionPool {}
export class EventBus {}

export abstract class BaseBridge {
  constructor(
    protected readonly pool: ConnectionPool,
    protected readonly bus: EventBus,
  ) {}

  notifyStarted(): void {}
}

export interface BridgeDeps {
  readonly connectionPool: ConnectionPool;
  readonly bus: EventBus;
}
