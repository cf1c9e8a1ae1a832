import { z } from "zod";

export const AccountSchema = z.object({
  id: z.string().uuid(),
  email: z.string().email(),
  plan: z.enum(["free", "team"]),
  seats: z.number().int().optional(),
});
export type Account = z.infer<typeof AccountSchema>;
