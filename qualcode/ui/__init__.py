"""The workbench: a first page that shows a study; reading and coding follow."""
