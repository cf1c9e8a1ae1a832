import { testPrefilter } from "./prefilter-cases.js";

testPrefilter(() => true);
