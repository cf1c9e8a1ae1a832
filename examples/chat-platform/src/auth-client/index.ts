/**
 * What the backend will know of auth once the service stands on its own (migrations/auth-service.md);
 * until it is deployed, the transport is this process.
 */
export { createApiKey, isApiKey, revokeApiKeys, userOfApiKey } from "../auth/api-keys.js";
export { authenticated } from "../auth/middleware.js";
export { finishLogin, startLogin } from "../auth/oauth-state.js";
export { RateLimit } from "../auth/rate-limit.js";
export { SessionService } from "../auth/session-service.js";
export { issueToken, verifyToken } from "../auth/tokens.js";
export { authenticate, guest, register, type GuestUser } from "../auth/user-service.js";
