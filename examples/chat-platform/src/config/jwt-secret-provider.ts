import { logger } from "../shared/logger.js";

const MINIMUM_LENGTH = 32;
const DEVELOPMENT_SECRET = "development-only-secret-do-not-deploy-this";

/** The one place that reads the JWT secret: checks it, caches it, never prints it. */
export class JwtSecretProvider {
  private secret: string | undefined;

  getSecret(): string {
    this.secret ??= this.load();
    return this.secret;
  }

  /** Forgets the secret, so that the next read sees a rotated one. */
  rotate(): void {
    this.secret = undefined;
  }

  private load(): string {
    const fromEnvironment = process.env.JWT_SECRET;
    if (!fromEnvironment) {
      if (process.env.NODE_ENV === "production") throw new Error("JWT_SECRET is not set");
      logger.info("JWT_SECRET is not set; using the development secret");
      return DEVELOPMENT_SECRET;
    }
    if (fromEnvironment.length < MINIMUM_LENGTH) throw new Error(`JWT_SECRET is shorter than ${MINIMUM_LENGTH} characters`);
    return fromEnvironment;
  }
}

export const jwtSecretProvider = new JwtSecretProvider();
