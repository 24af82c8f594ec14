namespace Kenmin.RuralLeaders.Outlook;

/// <summary>Measures of a graph without weights and directions; nodes are numbered from 0, and each edge stands at both its ends.</summary>
internal static class GraphMeasures
{
    /// <summary>The nodes without which the graph falls into more parts (関節点), by Tarjan's search, without recursion.</summary>
    public static IReadOnlySet<int> ArticulationPoints(IReadOnlyList<IReadOnlyList<int>> edges)
    {
        var (order, low, parent) = (new int[edges.Count], new int[edges.Count], new int[edges.Count]);
        var (next, clock) = (new int[edges.Count], 0);
        HashSet<int> points = [];
        for (var root = 0; root < edges.Count; root++)
        {
            if (order[root] > 0) continue;
            var (path, branches) = (new Stack<int>(), 0);
            Enter(root, -1);
            while (path.TryPeek(out var at))
            {
                if (next[at] < edges[at].Count)
                {
                    var to = edges[at][next[at]++];
                    if (order[to] == 0) Enter(to, at);
                    else if (to != parent[at]) low[at] = Math.Min(low[at], order[to]);
                    continue;
                }

                path.Pop();
                if (parent[at] is not (>= 0 and var up)) continue;
                low[up] = Math.Min(low[up], low[at]);
                if (up == root) branches++;
                else if (low[at] >= order[up]) points.Add(up);
            }

            if (branches > 1) points.Add(root);

            void Enter(int node, int from)
            {
                (order[node], low[node], parent[node]) = (++clock, clock, from);
                path.Push(node);
            }
        }

        return points;
    }

    /// <summary>How many of the shortest paths between two others lead over each node (媒介中心性), each pair counted once, by Brandes' algorithm.</summary>
    public static IReadOnlyList<double> Betweenness(IReadOnlyList<IReadOnlyList<int>> edges)
    {
        var sums = new double[edges.Count];
        for (var source = 0; source < edges.Count; source++)
        {
            var (paths, distance, share) = (new double[edges.Count], new int[edges.Count], new double[edges.Count]);
            Array.Fill(distance, -1);
            (paths[source], distance[source]) = (1, 0);
            List<int> reached = [source];
            for (var i = 0; i < reached.Count; i++)
                foreach (var to in edges[reached[i]])
                {
                    if (distance[to] < 0)
                    {
                        distance[to] = distance[reached[i]] + 1;
                        reached.Add(to);
                    }

                    if (distance[to] == distance[reached[i]] + 1) paths[to] += paths[reached[i]];
                }

            for (var i = reached.Count - 1; i > 0; i--)
            {
                foreach (var before in edges[reached[i]].Where(b => distance[b] == distance[reached[i]] - 1))
                    share[before] += paths[before] / paths[reached[i]] * (1 + share[reached[i]]);
                sums[reached[i]] += share[reached[i]] / 2;
            }
        }

        return sums;
    }
}
