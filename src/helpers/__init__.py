"""The only code of The Negotiation Record: from the tables in ``data/`` to chapters, pages, PDF and exports."""
