import type { CheckedProject } from "./checked-project.js";
import type { Covering } from "./file-homes.js";
import type { Workspace } from "./overlay.js";
import type { Texts, ToldReach } from "./project-state.js";
import { leadsElsewhere, readTheSame } from "./same-view.js";

/** A change, and who checks which files. */
interface BesideSetting extends Pick<Covering, "homeOf"> {
  readonly workspace: Workspace;
  readonly change: Texts;
  /** With it. */
  readonly texts: Texts;
}

/**
 * What the projects that cover all files say that a change reaches. Others list some of these files as well, and are asked only about what they
 * read by other options: to find out by each project what a change reaches takes several times as long as to check that.
 */
export class ToldByCovering {
  readonly #setting: BesideSetting;
  /** One that has no changed file is not in it. */
  readonly #reaches = new Map<CheckedProject, ToldReach | undefined>();
  /** In any of them. */
  readonly #affected = new Set<string>();

  constructor(setting: BesideSetting) {
    this.#setting = setting;
  }

  /** Takes note of what a project said; undefined where it did not tell. */
  add(project: CheckedProject, reach: ToldReach | undefined): void {
    this.#reaches.set(project, reach);
    for (const file of reach?.affected ?? []) this.#affected.add(file);
  }

  /** The files about which another project has to be asked; all that a change reaches in it where that is not known, as imports lead elsewhere there. */
  askedOf({ config }: CheckedProject): ReadonlySet<string> | "all" {
    const { workspace, homeOf, change, texts } = this.#setting;
    // Of what none of them has, none can say what it reaches.
    if ([...change.keys()].some((file) => !this.#affected.has(file))) return "all";
    const asked = new Set<string>();
    for (const file of config.fileNames) {
      if (workspace.isCheckedByReference(config, file)) continue;
      const home = homeOf(file);
      const reach = home && this.#reaches.get(home);
      if (!home || (!reach && this.#reaches.has(home))) return "all";
      const textOf = (): string => texts.get(file) ?? workspace.read(file, config.typescript.ts) ?? "";
      if (change.has(file) || reach?.affected.has(file)) {
        if (home.config.roughlyLike !== undefined || !readTheSame(workspace, [home.config, config], file, textOf()))
          asked.add(file);
      } else if (!reach || reach.namesakes.has(file)) {
        const sources = leadsElsewhere(workspace, [home.config, config], file, textOf());
        if (sources.some((source) => this.#affected.has(source))) return "all";
      }
    }
    return asked;
  }
}
