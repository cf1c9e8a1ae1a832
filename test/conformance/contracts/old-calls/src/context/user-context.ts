export class UserContext {
  constructor(readonly userId: string) {}
}
