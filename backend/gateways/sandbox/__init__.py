"""The Sandbox: a built-in payment provider (`server`) and the plugin that speaks to it (`gateway`)."""
