"""What the pages show, made of a study: values for components, and the acts behind their buttons. No widget here."""
