export { createApiKey, revokeApiKeys } from "./api-keys.js";
export { authenticated } from "./middleware.js";
export { RateLimit } from "./rate-limit.js";
export { SessionService } from "./session-service.js";
export { issueToken, verifyToken } from "./tokens.js";
export { authenticate, guest, register } from "./user-service.js";
