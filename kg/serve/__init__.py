"""HTTP requests → answers of the graph: a read-only SPARQL 1.1 Protocol endpoint and a page to ask on (``kg serve``).

``protocol`` reads a request, ``desk`` hands it to a worker process (the very one that ``kg query`` asks), ``answer``
sends back what comes; ``door`` turns away who may not ask, ``app`` puts these together, ``run`` listens.
"""
