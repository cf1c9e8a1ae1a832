export class Bee {}
export class Ant {}
