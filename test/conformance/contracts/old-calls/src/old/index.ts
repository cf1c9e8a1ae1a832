export * from "./engine.js";
export { createUser, openSocket, legacySql, Injectable, settings, type User } from "./users.js";
