import type { GodwitPlugin } from "./index.js" with { "resolution-mode": "import" };

const { default: plugin } = require("./index.js") as { default: GodwitPlugin };

/** What `require("eslint-plugin-godwit")` gives: the plugin itself, as every other plugin does. */
export = plugin;
