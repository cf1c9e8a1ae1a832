import { createId } from "./new-id.js";

export const orderId = createId("order");
