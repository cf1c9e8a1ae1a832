// A bridge: moved to ../runtime/register-defaults.ts, see migrations/execution-engine.md.
import "../runtime/register-defaults.js";
