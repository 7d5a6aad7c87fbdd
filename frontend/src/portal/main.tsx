// The customer portal.
import "~/styles/portal.css";
import { begin } from "~/components/begin";
import { App } from "./App";

begin(App);
