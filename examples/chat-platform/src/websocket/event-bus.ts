import { EventEmitter } from "node:events";

export type EventListener = (userId: string, payload: Record<string, unknown>) => void;

/** Tells other parts of the process what was sent to whom. */
export class EventBus {
  private readonly emitter = new EventEmitter();

  emit(event: string, userId: string, payload: Record<string, unknown>): void {
    this.emitter.emit(event, userId, payload);
  }

  on(event: string, listener: EventListener): () => void {
    this.emitter.on(event, listener);
    return () => this.emitter.off(event, listener);
  }
}

export const eventBus = new EventBus();
