import { describe, expect, it } from "vitest";
import { moduleRepository as repository } from "../../../test-support/module-repository.js";

const nodenext = { compilerOptions: { module: "nodenext" } };
const esm = { name: "app", type: "module" };

describe("relative specifiers", () => {
  const files = {
    "package.json": esm,
    "tsconfig.json": nodenext,
    "src/ids/generator.ts": "",
    "src/ids/index.ts": "",
    "src/index.ts": "",
    "src/view.tsx": "",
    "src/m.mts": "",
    "src/c.cts": "",
    "src/plain.js": "",
    "src/data.json": "{}",
    "src/user.service.ts": "",
    "src/types.d.ts": "",
  };

  it.each([
    ["src/a.ts", "./src/ids/generator.ts", "./ids/generator.js"],
    ["src/auth/a.ts", "./src/ids/generator.ts", "../ids/generator.js"],
    ["src/ids/a.ts", "./src/ids/index.ts", "./index.js"],
    ["src/a.ts", "./src/ids/index.ts", "./ids/index.js"],
    ["src/ids/a.ts", "./src/index.ts", "../index.js"],
    ["src/a.ts", "./src/view.tsx", "./view.js"],
    ["src/a.ts", "./src/m.mts", "./m.mjs"],
    ["src/a.ts", "./src/c.cts", "./c.cjs"],
    ["src/a.ts", "./src/plain.js", "./plain.js"],
    ["src/a.ts", "./src/data.json", "./data.json"],
    ["src/a.ts", "./src/user.service.ts", "./user.service.js"],
    ["src/a.ts", "./src/types.d.ts", "./types.js"],
  ])("%s writes %s as %s under nodenext in an ES package", (from, target, expected) => {
    expect(repository(files).specifier(from, target)).toBe(expected);
  });

  it.each([
    ["src/a.ts", "./src/ids/generator.ts", "./ids/generator"],
    ["src/a.ts", "./src/ids/index.ts", "./ids"],
    ["src/ids/a.ts", "./src/ids/index.ts", "./index"],
    ["src/ids/a.ts", "./src/index.ts", "../index"],
    ["src/a.ts", "./src/m.mts", "./m.mjs"],
    ["src/a.ts", "./src/data.json", "./data.json"],
    ["src/a.ts", "./src/user.service.ts", "./user.service"],
    ["src/a.ts", "./src/types.d.ts", "./types"],
  ])("%s writes %s as %s for a bundler", (from, target, expected) => {
    const bundled = { ...files, "tsconfig.json": { compilerOptions: { module: "esnext", moduleResolution: "bundler" } } };
    expect(repository(bundled).specifier(from, target)).toBe(expected);
  });

  it("writes the file's own extension where the project rewrites them, none in a CommonJS package", () => {
    const rewriting = {
      ...files,
      "tsconfig.json": { compilerOptions: { module: "nodenext", rewriteRelativeImportExtensions: true } },
    };
    const commonJs = { ...files, "package.json": { name: "app" } };
    expect(repository(rewriting).specifier("src/a.ts", "./src/view.tsx")).toBe("./view.tsx");
    expect(repository(commonJs).specifier("src/a.ts", "./src/view.tsx")).toBe("./view");
    expect(repository(files).specifier("src/a.ts", "./src/view.tsx", { commonJs: true })).toBe("./view");
    expect(repository(commonJs).specifier("src/a.mts", "./src/view.tsx")).toBe("./view.js");
  });

  it("copies what the file shows against what the project would say", () => {
    const { specifier } = repository(files);
    expect(specifier("src/a.ts", "./src/view.tsx", { specifiers: ["uuid", "./ids/generator", "./data.json"] })).toBe("./view");
    expect(specifier("src/a.ts", "./src/view.tsx", { specifiers: ["./ids/generator.ts"] })).toBe("./view.tsx");
    expect(specifier("src/a.ts", "./src/ids/index.ts", { specifiers: ["./user.service"] })).toBe("./ids");
    expect(specifier("src/a.ts", "./src/ids/index.ts", { specifiers: ["./index", "./user.service"] })).toBe("./ids/index");
    expect(specifier("src/a.ts", "./src/view.tsx", { specifiers: ["./ids/generator.ts"], instead: "./gone.js" })).toBe(
      "./view.js",
    );
  });

  it("copies the neighbours where the file shows nothing", () => {
    const bundled = { "package.json": {}, "src/b.ts": 'import "./c.js";', "src/c.ts": "", "lib/d.ts": "" };
    expect(repository(bundled).specifier("src/a.ts", "./lib/d.ts")).toBe("../lib/d.js");
  });

  it("keeps .jsx where the file writes it and JSX is preserved", () => {
    const { specifier } = repository({
      ...files,
      "src/other.tsx": "",
      "tsconfig.json": { compilerOptions: { module: "nodenext", jsx: "preserve" } },
    });
    expect(specifier("src/a.ts", "./src/view.tsx", { specifiers: ["./other.jsx"] })).toBe("./view.jsx");
  });

  it("names the extension where without it another module would be meant", () => {
    const { specifier } = repository({
      "src/a.ts": "",
      "src/a/index.ts": "",
      "src/b.js": "",
      "src/b.json": "{}",
      "src/x.ts": "",
    });
    expect([
      specifier("src/x.ts", "./src/a/index.ts"),
      specifier("src/x.ts", "./src/a.ts"),
      specifier("src/x.ts", "./src/b.json"),
    ]).toEqual(["./a/index", "./a", "./b.json"]);
  });

  it("refuses a file that would import itself, also through a link, and what does not exist", () => {
    const { specifier } = repository({ "src/a.ts": "", link: { link: "src" } });
    expect([
      specifier("src/a.ts", "./src/a.ts"),
      specifier("link/a.ts", "./src/a.ts"),
      specifier("src/a.ts", "./src/gone.ts"),
    ]).toEqual([
      "refused: this file is the module itself",
      "refused: this file is the module itself",
      "refused: ./src/gone does not exist",
    ]);
  });
});

describe("aliases", () => {
  const files = {
    "package.json": {
      name: "app",
      exports: { "./public/*": "./src/public/*.ts" },
      imports: { "#ids/*": "./src/ids/*.ts", "#root": "./src/root.ts" },
    },
    "tsconfig.json": {
      compilerOptions: {
        moduleResolution: "bundler",
        baseUrl: "src",
        paths: { "@/*": ["./*"], "~lib": ["./lib/index.ts"], "@feature/*": ["./features/*/index.ts"] },
      },
    },
    "src/ids/generator.ts": "",
    "src/ids/other.ts": "",
    "src/auth/service.ts": "",
    "src/auth/deep/x.ts": "",
    "src/lib/index.ts": "",
    "src/lib/other.ts": "",
    "src/features/chat/index.ts": "",
    "src/root.ts": "",
    "src/public/api.ts": "",
    "src/util.ts": "",
  };
  const from = "src/auth/deep/x.ts";
  const target = "./src/ids/generator.ts";

  it("is relative where nothing speaks for an alias", () => {
    expect(repository(files).specifier(from, target)).toBe("../../ids/generator");
  });

  it.each<[string, { specifiers?: string[]; instead?: string }, string]>([
    ["the specifier that is replaced", { instead: "@/legacy/gone", specifiers: ["../service", "../../util"] }, "@/ids/generator"],
    [
      "the relative one that is replaced",
      { instead: "../../legacy/gone", specifiers: ["@/util", "@/ids/other"] },
      "../../ids/generator",
    ],
    [
      "those that lead near the target",
      { specifiers: ["../service", "../../util", "../../lib/other", "@/ids/other"] },
      "@/ids/generator",
    ],
    ["most of the file", { specifiers: ["@/util", "@/root", "../service"] }, "@/ids/generator"],
    ["not those of packages", { instead: "uuid", specifiers: ["zod", "../service"] }, "../../ids/generator"],
    ["not those into the own folder", { specifiers: ["./y", "./z", "@/util"] }, "@/ids/generator"],
    ["baseUrl", { specifiers: ["util", "ids/other"] }, "ids/generator"],
    ["imports of the package", { specifiers: ["#ids/other"] }, "#ids/generator"],
    ["another key where the one in use does not reach", { specifiers: ["@feature/chat"] }, "@/ids/generator"],
  ])("follows %s", (_, habit, expected) => {
    expect(repository(files).specifier(from, target, habit)).toBe(expected);
  });

  it("writes exact keys, keys whose target ends in a file name, and the package's own name", () => {
    const { specifier } = repository(files);
    expect(specifier(from, "./src/lib/index.ts", { specifiers: ["~lib"] })).toBe("~lib");
    expect(specifier(from, "./src/features/chat/index.ts", { instead: "@feature/old" })).toBe("@feature/chat");
    expect(specifier(from, "./src/root.ts", { specifiers: ["#ids/other"] })).toBe("#root");
    expect(specifier(from, "./src/public/api.ts", { specifiers: ["app/public/api"] })).toBe("app/public/api");
  });

  it("keeps the extension habit in aliases", () => {
    const { specifier } = repository(files);
    expect(specifier(from, target, { specifiers: ["@/util.js", "../service"] })).toBe("@/ids/generator.js");
    expect(specifier(from, "./src/lib/index.ts", { specifiers: ["@/features/chat", "@/util"] })).toBe("@/lib");
  });

  it("does as the neighbours do in a file without imports", () => {
    const { specifier } = repository({ ...files, "src/auth/deep/y.ts": 'import { u } from "@/util"; import z from "./z";' });
    expect(specifier(from, target)).toBe("@/ids/generator");
  });

  it("passes over an alias that another key shadows", () => {
    const { specifier } = repository({
      "tsconfig.json": { compilerOptions: { paths: { "@/*": ["./src/*"], "@/ids/*": ["./elsewhere/*"] } } },
      "src/ids/a.ts": "",
      "src/b.ts": "",
      "elsewhere/a.ts": "",
      "src/x/y.ts": "",
    });
    expect(specifier("src/x/y.ts", "./src/ids/a.ts", { specifiers: ["@/b"] })).toBe("../ids/a");
  });
});

it("ends a file's first path through an alias as the package ends the others, however its neighbours end relative ones", () => {
  const files = {
    "package.json": esm,
    "lib/model.ts": "export const m = 1;",
    "front/package.json": { name: "front", type: "module" },
    "front/tsconfig.json": {
      compilerOptions: { module: "esnext", moduleResolution: "bundler", paths: { "@lib/*": ["../lib/*"] } },
    },
    "front/src/app.ts": 'import { m } from "@lib/model";',
    "front/src/own/beside.ts": 'import { n } from "./near.js";',
    "front/src/own/near.ts": "export const n = 1;",
    "front/src/own/first.ts": "",
  };
  expect(repository(files).specifier("front/src/own/first.ts", "./lib/model.ts")).toBe("@lib/model");
});

describe("borders of packages", () => {
  const files = {
    "package.json": { name: "mono", private: true, workspaces: ["packages/*"] },
    "packages/ids/package.json": {
      name: "@acme/ids",
      exports: { ".": "./src/index.ts", "./v4": "./dist/v4.js", "./deep/*": "./src/deep/*.ts" },
    },
    "packages/ids/tsconfig.json": { compilerOptions: { rootDir: "src", outDir: "dist" } },
    "packages/ids/src/index.ts": "",
    "packages/ids/src/v4.ts": "",
    "packages/ids/src/hidden.ts": "",
    "packages/ids/src/deep/a.ts": "",
    "packages/open/package.json": { name: "open", main: "src/main.ts", dependencies: { "@acme/ids": "*" } },
    "packages/open/src/main.ts": "",
    "packages/open/src/other.ts": "",
    "packages/web/package.json": { name: "@acme/web", dependencies: { "@acme/ids": "*", open: "*" } },
    "packages/web/esm/package.json": { type: "module" },
    "packages/web/src/x.ts": "",
    "shared/x.ts": "",
  };
  const from = "packages/web/src/x.ts";

  it.each([
    ["./packages/ids/src/index.ts", "@acme/ids"],
    ["./packages/ids/src/v4.ts", "@acme/ids/v4"],
    ["./packages/ids/src/deep/a.ts", "@acme/ids/deep/a"],
    ["./packages/ids/src/hidden.ts", "refused: ./packages/ids/src/hidden.ts is not exported by @acme/ids"],
    ["./packages/open/src/main.ts", "open"],
    ["./packages/open/src/other.ts", "open/src/other"],
    ["./shared/x.ts", "refused: ./shared/x.ts is not exported by mono"],
  ])("%s is imported from another package as %s", (target, expected) => {
    expect(repository(files).specifier(from, target)).toBe(expected);
    // A relative path that the file has tells of no other module.
    const own = target.endsWith("/hidden.ts") ? "../../ids/src/hidden" : expected;
    expect(repository(files).specifier(from, target, { specifiers: ["../../ids/src/hidden"] })).toBe(own);
  });

  it("crosses by a relative path out of a package inside of the other one where the file does so already, or another one there", () => {
    const files = {
      "package.json": { name: "outer", exports: { ".": "./src/index.ts" } },
      "src/index.ts": "",
      "src/ids.ts": "",
      "src/test/helpers.ts": "",
      "src/test/functions/package.json": { name: "@outer/functions", private: true },
      "src/test/functions/tsconfig.json": { compilerOptions: { paths: { "@local/*": ["../../*"] } } },
      "src/test/functions/a.test.ts": "",
    };
    const inner = "src/test/functions/a.test.ts";
    expect(repository(files).specifier(inner, "./src/ids.ts", { specifiers: ["../helpers"] })).toBe("../../ids");
    expect(repository(files).specifier(inner, "./src/ids.ts", { specifiers: [] })).toBe("@local/ids");
    const another = { "src/test/functions/deep/b.test.ts": 'import { help } from "../../helpers";\n' };
    expect(repository({ ...files, ...another }).specifier(inner, "./src/ids.ts", { specifiers: [] })).toBe("../../ids");
  });

  it("leads into a build's output where the replaced path does", () => {
    const built = {
      "packages/ids/tsconfig.json": { compilerOptions: { rootDir: "src", outDir: "lib" } },
      "packages/ids/src/fresh/user.ts": "",
    };
    const { specifier } = repository({ ...files, ...built });
    const fresh = "./packages/ids/src/fresh/user.ts";
    expect(specifier(from, fresh, { instead: "../../ids/lib/user.js" })).toBe("../../ids/lib/fresh/user.js");
    expect(specifier(from, fresh, { instead: "../../ids/lib/user" })).toBe("../../ids/lib/fresh/user");
    expect(specifier(from, fresh, { instead: "../../ids/src/user.js" })).toBe("../../ids/src/fresh/user.js");
  });

  it("does not take a package.json without a name for a border", () => {
    expect(repository(files).specifier("packages/web/esm/y.ts", "./packages/web/src/x.ts")).toBe("../src/x.js");
  });

  it("crosses by an alias where there is no export", () => {
    const aliased = {
      ...files,
      "tsconfig.json": { compilerOptions: { paths: { "@shared/*": ["./shared/*"], "open/*": ["./packages/open/*"] } } },
    };
    const { specifier } = repository(aliased);
    expect(specifier(from, "./shared/x.ts")).toBe("@shared/x");
    expect(specifier(from, "./packages/open/src/other.ts")).toBe("open/src/other");
  });

  it("warns in code that runs elsewhere of packages that only those who work on it have", () => {
    const web = { name: "@acme/web", dependencies: { "@acme/ids": "*" }, devDependencies: { bson: "*", "@acme/ids": "*" } };
    const { specifier } = repository({ ...files, "packages/web/package.json": web });
    const warned = "bson | bson is only a devDependency of @acme/web";
    expect(specifier(from, "bson")).toBe(warned);
    expect(specifier(from, "bson", { instead: "bson/old" })).toBe("bson");
    expect(specifier(from, "bson", { specifiers: ["bson"], loaded: () => ["bson"] })).toBe("bson");
    expect(specifier(from, "bson", { specifiers: ["bson"], loaded: () => [] })).toBe(warned);
    expect(specifier(from, "bson", { isTypeOnly: true })).toBe("bson");
    expect(specifier(from, "./packages/ids/src/index.ts")).toBe("@acme/ids");
    // Answers are kept for one list of what a file shows, and differ by what else is asked.
    const specifiers = ["./y.js"];
    const developing = { name: "@acme/web", devDependencies: { "@acme/ids": "*" } };
    const { specifier: again } = repository({ ...files, "packages/web/package.json": developing });
    expect(again(from, "./packages/ids/src/index.ts", { specifiers, isTypeOnly: true })).toBe("@acme/ids");
    expect(again(from, "./packages/ids/src/index.ts", { specifiers })).toBe(
      "@acme/ids | @acme/ids is only a devDependency of @acme/web",
    );
    expect(again("packages/open/src/main.ts", "./packages/ids/src/index.ts", { specifiers })).toBe("@acme/ids");
    for (const file of ["src/x.test.ts", "src/__tests__/x.ts", "test/x.ts", "scripts/x.ts", "vite.config.ts", "test-setup.ts"])
      expect([file, specifier(`packages/web/${file}`, "bson")]).toEqual([file, "bson"]);
    for (const file of ["src/latest.ts", "src/contest/x.ts", "src/setup.ts"])
      expect([file, specifier(`packages/web/${file}`, "bson")]).toEqual([file, warned]);
    const { specifier: bundled } = repository({
      ...files,
      "packages/web/package.json": { name: "@acme/web", private: true, devDependencies: { bson: "*" } },
    });
    expect(bundled(from, "bson")).toBe("bson");
    const taking = (file: string, text: string) => {
      const json = { name: "@acme/web", version: "1.0.0", devDependencies: { bson: "*" } };
      return repository({ ...files, "packages/web/package.json": json, [`packages/web/${file}`]: text }).specifier(from, "bson");
    };
    expect(taking("src/deep/y.ts", 'import { ObjectId } from "bson";\n')).toBe("bson");
    expect(taking("src/deep/y.ts", 'import type { ObjectId } from "bson";\n')).toBe(warned);
    expect(taking("test/y.ts", 'import { ObjectId } from "bson";\n')).toBe(warned);
  });

  it("has no warning of a package that a file of the package imports, that a package.json above declares, or that is linked", () => {
    const imported = { ...files, "packages/web/lib/deep/y.ts": 'import { ObjectId } from "bson/types";\n' };
    expect(repository(imported).specifier(from, "bson")).toBe("bson");
    const above = { ...files, "package.json": { name: "mono", workspaces: ["packages/*"], dependencies: { bson: "1" } } };
    expect(repository(above).specifier(from, "bson")).toBe("bson");
    const linked = {
      "web/package.json": { name: "web", dependencies: { ids: "file:../ids" } },
      "web/x.ts": "",
      "ids/package.json": { name: "ids", main: "dist/index.js", files: ["dist"] },
      "ids/src/new.ts": "",
    };
    expect(repository(linked).specifier("web/x.ts", "./ids/src/new.ts")).toBe("ids/dist/new");
    const copied = { ...linked, "web/node_modules/ids/package.json": { name: "ids", main: "dist/index.js" } };
    expect(repository(copied).specifier("web/x.ts", "./ids/src/new.ts")).toBe("ids/dist/new");
    const renamed = { ...linked, "ids/package.json": { name: "@acme/ids", main: "dist/index.js" } };
    expect(repository(renamed).specifier("web/x.ts", "./ids/src/new.ts")).toBe("ids/dist/new");
    const entry = { ...renamed, "ids/package.json": { name: "@acme/ids", exports: "./src/new.ts" } };
    expect(repository(entry).specifier("web/x.ts", "./ids/src/new.ts")).toBe("ids");
  });

  it("writes a declaration file's own path, which no compiler writes anew, unless its copy is there", () => {
    const linked = {
      "web/package.json": { name: "web", dependencies: { shared: "file:../shared" } },
      "web/x.ts": "",
      "shared/package.json": { name: "shared", main: "dist/index.js", types: "src/index.ts" },
      "shared/tsconfig.json": { compilerOptions: { outDir: "dist", rootDir: "src" }, include: ["src/**/*", "types/**/*.d.ts"] },
      "shared/tsconfig.spec.json": { compilerOptions: { outDir: "dist" }, include: ["src/**/*"] },
      "shared/src/index.ts": "",
      "shared/src/dates.ts": "",
      "shared/types/ids.d.ts": "",
    };
    const old = { instead: "../shared/dist/dates.js", specifiers: [] };
    const { specifier } = repository(linked);
    expect(specifier("web/x.ts", "./shared/types/ids.d.ts")).toBe("shared/types/ids");
    expect(specifier("web/x.ts", "./shared/src/dates.ts")).toBe("shared/dist/dates");
    expect(specifier("web/x.ts", "./shared/types/ids.d.ts", old)).toBe("../shared/types/ids.js");
    const copied = repository({ ...linked, "shared/dist/types/ids.d.ts": "" });
    expect(copied.specifier("web/x.ts", "./shared/types/ids.d.ts")).toBe("shared/dist/types/ids");
  });

  it("warns of packages that are not declared, follows the file's spelling of built-ins", () => {
    const { specifier } = repository(files);
    expect(specifier(from, "bson")).toBe("bson | bson is not a dependency of @acme/web");
    expect(specifier(from, "@acme/ids/none")).toBe("refused: @acme/ids/none is not exported by @acme/ids");
    expect(specifier(from, "crypto")).toBe("node:crypto");
    expect(specifier(from, "crypto", { specifiers: ["fs"] })).toBe("crypto");
    expect(specifier(from, "crypto", { specifiers: ["fs"], instead: "node:path" })).toBe("node:crypto");
    expect(specifier(from, "uuid/v4", { instead: "uuid/v4.js" })).toBe("uuid/v4.js");
  });

  it("has no warning in a folder without package.json", () => {
    expect(repository({ "src/x.ts": "" }).specifier("src/x.ts", "bson")).toBe("bson");
  });

  it("writes the extension of a path into an installed package where Node needs it", () => {
    const installed = {
      "package.json": { type: "module", dependencies: { lodash: "4", modern: "1", wild: "1" } },
      "node_modules/lodash/package.json": { name: "lodash" },
      "node_modules/lodash/fp.js": "",
      "node_modules/modern/package.json": { name: "modern", exports: { "./a": "./a.js", "./b.js": "./b.js" } },
      "node_modules/wild/package.json": { name: "wild", exports: { "./*": "./*.js" } },
    };
    const { specifier } = repository(installed);
    expect(
      ["lodash/fp.js", "modern/a", "modern/b.js", "wild/x", "absent/y.js"].map(
        (target) => specifier("src/a.ts", target).split(" ")[0],
      ),
    ).toEqual(["lodash/fp.js", "modern/a", "modern/b.js", "wild/x", "absent/y"]);
    expect(specifier("src/a.cts", "lodash/fp.js")).toBe("lodash/fp");
  });
});

describe("the habit of a package", () => {
  const files = {
    "package.json": { name: "app" },
    "tsconfig.json": { compilerOptions: { paths: { "@/*": ["./src/*"] }, moduleResolution: "bundler", module: "esnext" } },
    "src/lib/db.ts": "",
    "src/lib/pool.ts": 'import { a } from "../near"; import { db } from "./db";',
    "src/near.ts": "",
    "src/pages/a/b/page.ts": 'import { db } from "@/lib/db";',
    "src/pages/c/d/other.ts": 'import { db } from "@/lib/db"; import { near } from "@/near";',
    "src/features/x/y/z.ts": "",
    "src/features/x/near.ts": 'import { a } from "../a";',
    "src/features/a.ts": "",
    "src/features/x/y/deep/er/still/page.ts": "",
  };

  it("decides where a file and its neighbours show none, each for paths as long as its own", () => {
    const { specifier } = repository(files);
    expect(specifier("src/features/x/y/z.ts", "./src/lib/db.ts")).toBe("@/lib/db");
    expect(specifier("src/features/x/y/z.ts", "./src/lib/db.ts", { specifiers: ["../near"] })).toBe("@/lib/db");
    expect(specifier("src/features/x/y/z.ts", "./src/lib/db.ts", { specifiers: ["../../a"] })).toBe("../../../lib/db");
    expect(specifier("src/features/x/y/z.ts", "./src/features/x/near.ts")).toBe("../near");
    const deep = "src/features/x/y/deep/er/still/page.ts";
    expect(specifier(deep, "./src/lib/db.ts", { specifiers: ["../../a", "../../b", "@/near"] })).toBe("@/lib/db");
    expect(specifier(deep, "./src/lib/db.ts", { specifiers: ["../../../../a", "../../../../b", "@/near"] })).toBe(
      "../../../../../../lib/db",
    );
    expect(specifier("src/lib/new.ts", "./src/lib/db.ts")).toBe("./db");
  });
});
