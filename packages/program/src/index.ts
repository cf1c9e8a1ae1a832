export { createTypeChecker, type ShownTypeError, type TypeChecker, type Verdict } from "./type-checker.js";
