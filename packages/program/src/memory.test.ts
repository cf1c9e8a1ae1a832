import { describe, expect, it } from "vitest";
import { roomForPrograms } from "./memory.js";

const GIGABYTE = 1024 ** 3;

describe("the part of a heap that programs may fill", () => {
  it.each([
    { heap: 2, room: 1 },
    { heap: 4, room: 2 },
    { heap: 8, room: 3 },
    { heap: 14, room: 9 },
  ])("is $room of $heap GB", ({ heap, room }) => {
    expect(roomForPrograms(heap * GIGABYTE)).toBe(room * GIGABYTE);
  });
});
