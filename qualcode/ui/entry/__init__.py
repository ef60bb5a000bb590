"""What `qualcode serve` runs; alone in its folder, because Streamlit takes a folder `pages` beside it for its own."""
