"""The parts of the export page: tables that are ready to leave."""
