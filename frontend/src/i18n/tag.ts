// The language tag in force, for everything that is formatted rather than translated.
import { createContext } from "react";

export const TagContext = createContext("en-US");
