import { isDrawn } from "./carriers.js";
import { testPrefilter } from "./prefilter-cases.js";

testPrefilter((each) => isDrawn(each, 40));
