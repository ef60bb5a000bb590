"""The workbench's own components, a file of JavaScript and one of Python each; no build step."""
