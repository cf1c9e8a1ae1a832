import godwit from "eslint-plugin-godwit";

export default [...godwit.migrations()];
