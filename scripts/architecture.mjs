// The pictures of docs/architecture.md: packages and the core's layers as mermaid flowcharts, from the real imports.
import { createRequire } from "node:module";
import path from "node:path";
import { cruise } from "dependency-cruiser";
import { REPOSITORY } from "./packages.mjs";

const { options: RULES } = createRequire(import.meta.url)("../.dependency-cruiser.cjs");
const SOURCE = /^packages\/([^/]+)\/src\//;
const LAYER = /^packages\/core\/src\/([^/]+)\//;

/** The pictures by their name in the page. */
export async function architectureParts() {
  const modules = await sourceModules();
  return {
    packages: flowchart(arrowsBetween(modules, packageOf), "BT"),
    "core-layers": flowchart(arrowsBetween(modules, layerOf), "BT"),
  };
}

async function sourceModules() {
  const { output } = await cruise(["packages"], {
    baseDir: path.resolve(REPOSITORY),
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: ["node_modules", "/dist/"] },
    exclude: { path: "\\.test\\.|/test-support/" },
    enhancedResolveOptions: RULES.enhancedResolveOptions,
  });
  return output.modules.filter(({ source }) => SOURCE.test(source));
}

function packageOf(path) {
  return /^packages\/([^/]+)\/(?:src|dist)\//.exec(path)?.[1];
}

function layerOf(path) {
  return LAYER.exec(path)?.[1];
}

/** Each package or layer with those that it imports. */
function arrowsBetween(modules, roomOf) {
  const rooms = new Map();
  for (const { source, dependencies } of modules) {
    const name = roomOf(source);
    if (!name) continue;
    const room = rooms.get(name) ?? { needs: new Set() };
    rooms.set(name, room);
    for (const { resolved } of dependencies) {
      const needed = roomOf(resolved);
      if (needed && needed !== name) room.needs.add(needed);
    }
  }
  return rooms;
}

/** Arrows that follow from two others are left out, so that the picture shows the order. */
function flowchart(rooms, direction) {
  const names = [...rooms.keys()].sort();
  const lines = names.map((name) => `  ${name}`);
  const arrows = names.flatMap((name) =>
    [...rooms.get(name).needs]
      .filter((needed) => rooms.has(needed) && !isReachedThroughAnother(rooms, name, needed))
      .sort()
      .map((needed) => `  ${name} --> ${needed}`),
  );
  return ["```mermaid", `flowchart ${direction}`, ...lines, ...arrows, "```"].join("\n");
}

function isReachedThroughAnother(rooms, from, to) {
  return [...rooms.get(from).needs].some((step) => step !== to && reaches(rooms, step, to));
}

function reaches(rooms, from, to, seen = new Set()) {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return [...(rooms.get(from)?.needs ?? [])].some((next) => reaches(rooms, next, to, seen));
}
