import path from "node:path";
import type { Contract } from "@godwit/contracts";
import { describeViolation, type Engine } from "@godwit/engine";
import { readSource } from "@godwit/project";
import { openSource } from "../host/source-file.js";

/** Watches the components of a contract: what they lack at the start is known, and nothing may be added. */
export class Components {
  readonly #engine: Engine;
  readonly #contract: Contract;
  readonly #known: readonly string[];

  constructor(engine: Engine, contract: Contract) {
    this.#engine = engine;
    this.#contract = contract;
    this.#known = this.#lacks();
  }

  /** What a component lacks since the start; undefined if all hold. */
  findBroken(): string | undefined {
    if (Object.keys(this.#contract.components).length === 0) return undefined;
    // The modules on the way to a component may have changed.
    this.#engine.modules.forget();
    const left = [...this.#known];
    return this.#lacks().find((lack) => {
      const index = left.indexOf(lack);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
  }

  #lacks(): readonly string[] {
    const rules = this.#engine.componentRules(this.#contract);
    const homes = new Set(Object.values(this.#contract.components).map(({ from }) => from));
    return [...homes].flatMap((home) => {
      const module = this.#engine.modules.resolveContractModule(home);
      if (module.kind !== "file") return [`the module ${home} of a component is missing`];
      const read = readSource(module.path);
      if (read.kind !== "text") return [`the module ${home} of a component can't be read`];
      try {
        const { violations } = this.#engine.analyse(openSource(module.path, read.text), rules);
        const file = path.relative(this.#engine.root, module.path).replaceAll("\\", "/");
        return violations.map((violation) => `a component no longer holds, in ${file}: ${describeViolation(violation)}`);
      } catch (error) {
        return [`the module ${home} of a component does not parse: ${(error as Error).message}`];
      }
    });
  }
}
